package io.caxton.client;

import io.caxton.v1.Call;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * How items of one kind travel together in one wire call.
 *
 * @param itemsField the request's field that holds them, as the server names it in violations
 * @param bytes the encoded size of an item
 * @param request builds the wire request
 * @param results gives each item its result out of the response
 */
record Gathering<I, Q, R, V>(
    MethodDescriptor<Q, R> method,
    String itemsField,
    ToIntFunction<I> bytes,
    BiFunction<Call, List<Gathered<I, V>>, Q> request,
    Results<I, R, V> results) {

  /** Completes the future of the item at this index. */
  interface Results<I, R, V> {
    void settle(R response, int index, Gathered<I, V> item);
  }
}
