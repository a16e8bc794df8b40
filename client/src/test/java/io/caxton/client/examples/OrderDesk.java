package io.caxton.client.examples;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.TaskContext;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.Message;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.Performative;
import io.caxton.v1.RecoveryPlan;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Takes orders as messages, has them packed by whoever works on the queue "packing", hears of it by
 * a task in the queue "packed" whose payload is the order's id, and answers the customer then:
 * whatever dies in between, each order is packed once and answered once.
 *
 * <p>Its state is the open orders: id to "conversation customer reply-with".
 */
public final class OrderDesk {
  private static final StateType<SortedMap<String, String>> ORDERS =
      StateType.of(
          "orders-1", TreeMap::new, OrderDesk::apply, OrderDesk::encode, OrderDesk::decode);

  private static SortedMap<String, String> apply(
      SortedMap<String, String> orders, AgentEvent event) {
    String[] words = event.body().toStringUtf8().split(" ", 3);
    switch (words[0]) {
      case "ordered" -> orders.put(words[1], words[2]);
      case "answered" -> orders.remove(words[1]);
      default -> throw new IllegalArgumentException("unknown event " + words[0]);
    }
    return orders;
  }

  private static Step order(SortedMap<String, String> orders, Message message) {
    String id = message.getConversationId() + "-" + message.getSeq();
    String customer =
        String.join(
            " ", message.getConversationId(), message.getFromAgent(), message.getReplyWith());
    return new Step()
        .event("ordered " + id + " " + customer)
        .submit(
            NewTask.newBuilder()
                .setId("pack-" + id)
                .setQueue("packing")
                .setPayload(message.getBody())
                .build());
  }

  private static Step packed(SortedMap<String, String> orders, TaskContext task) {
    String id = task.payload().toStringUtf8();
    if (!orders.containsKey(id)) {
      return new Step().result("unknown order " + id);
    }
    String[] customer = orders.get(id).split(" ", 3);
    return new Step()
        .event("answered " + id)
        .result("answered")
        .send(
            NewMessage.newBuilder()
                .setConversationId(customer[0])
                .setToAgent(customer[1])
                .setInReplyTo(customer[2])
                .setPerformative(Performative.PERFORMATIVE_INFORM)
                .setBody(ByteString.copyFromUtf8("packed " + id))
                .build());
  }

  /** Called once after each recovery: here it only says what is open. */
  private static Step back(SortedMap<String, String> orders, RecoveryPlan plan) {
    System.out.println(orders.size() + " open orders, " + plan.getOwesTotal() + " replies owed");
    return new Step();
  }

  private static ByteString encode(SortedMap<String, String> orders) {
    return ByteString.copyFromUtf8(
        orders.entrySet().stream()
            .map(order -> order.getKey() + " " + order.getValue())
            .collect(Collectors.joining("\n")));
  }

  private static SortedMap<String, String> decode(ByteString bytes) {
    SortedMap<String, String> orders = new TreeMap<>();
    bytes
        .toStringUtf8()
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> orders.put(words[0], words[1]));
    return orders;
  }

  static StatefulAgent<SortedMap<String, String>> start(CaxtonClient client) {
    return StatefulAgent.builder(client, ORDERS)
        .id("order-desk")
        .queues("packed")
        .onMessage(OrderDesk::order)
        .onTask(OrderDesk::packed)
        .onRecovered(OrderDesk::back)
        .start();
  }

  public static void main(String[] addresses) {
    try (CaxtonClient client = CaxtonClient.builder().addresses(addresses).build()) {
      start(client).stopped().join();
    }
  }
}
