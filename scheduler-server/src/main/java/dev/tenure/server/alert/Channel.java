package dev.tenure.server.alert;

/** One way to reach people. */
interface Channel {

  /** Its name. */
  String name();

  /** Sends the message once; blocks, for about the channel's time-out at most. */
  void send(Message message) throws DeliveryException;
}
