package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.Conversation;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListConversationsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "conversation",
    mixinStandardHelpOptions = true,
    description = "Shows what agents say to each other, and who owes whom an answer.",
    subcommands = {
      ConversationCommand.ListAll.class,
      ConversationCommand.Get.class,
      ConversationHistory.class,
      ConversationPending.class
    })
final class ConversationCommand {
  @Command(
      name = "list",
      description = "Lists conversations, sorted by id.",
      footer = {"", "Example:", "  caxton conversation list --agent worker-1 --state open"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(names = "--agent", paramLabel = "ID", description = "Only those it takes part in.")
    private String agentId = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        description = "Only in these states: open, closed.")
    private List<String> states = List.of();

    @Override
    int run(CaxtonClient client) {
      ListConversationsRequest.Builder request =
          ListConversationsRequest.newBuilder()
              .setAgentId(agentId)
              .addAllStates(Names.conversationStates(states))
              .addAllLabels(list.labels())
              .setRead(list.read());
      Pages.Items<Conversation> conversations =
          Pages.all(
              list.limit(),
              page -> join(client.conversations().list(request.setPage(page).build())),
              ListConversationsResponse::getConversationsList,
              ListConversationsResponse::getNextPageToken);
      print(
          () -> conversations.object("conversations"),
          () ->
              conversations.items().isEmpty()
                  ? "no conversations"
                  : table(conversations.items()) + conversations.note());
      return ExitCode.OK;
    }

    private static Table table(List<Conversation> conversations) {
      Table table = new Table("ID", "STATE", ">MESSAGES", "OPENED BY", "PARTICIPANTS", "TOPIC");
      for (Conversation conversation : conversations) {
        table.row(
            conversation.getId(),
            Names.of(conversation.getState()),
            conversation.getLastSeq(),
            conversation.getAgentId(),
            String.join(",", conversation.getParticipantsList()),
            conversation.getTopic());
      }
      return table;
    }
  }

  @Command(name = "get", description = "Shows one conversation.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The conversation's id.")
    private String id;

    @Override
    int run(CaxtonClient client) {
      Conversation conversation =
          join(client.conversations().get(id, ListOptions.read(false))).getConversation();
      print(() -> ProtoJson.of(conversation), () -> sheet(conversation));
      return ExitCode.OK;
    }

    private static Sheet sheet(Conversation conversation) {
      return new Sheet()
          .line("id", conversation.getId())
          .line("state", Names.of(conversation.getState()))
          .line("topic", conversation.getTopic())
          .line("opened by", conversation.getAgentId())
          .line("participants", String.join(",", conversation.getParticipantsList()))
          .line("labels", Names.labels(conversation.getLabelsList()))
          .line("messages", conversation.getLastSeq())
          .line("kept from", conversation.getFirstSeq())
          .line("idle timeout millis", conversation.getIdleTimeoutMillis())
          .line("opened at position", conversation.getOpenedPosition())
          .line("revision", conversation.getRevision());
    }
  }
}
