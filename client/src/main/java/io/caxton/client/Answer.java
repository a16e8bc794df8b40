package io.caxton.client;

/** Where the one outcome of a request goes; called once, on a network or timer thread. */
interface Answer<R> {
  void answered(R response);

  void failed(CaxtonException failure);
}
