package io.caxton.jepsen.sim;

import io.caxton.v1.Command;
import java.util.function.Consumer;

/** A request on its way, and whom to answer. */
record Message(Command request, Consumer<Answer> sender) {}
