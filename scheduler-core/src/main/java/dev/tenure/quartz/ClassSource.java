package dev.tenure.quartz;

import org.quartz.Job;

/**
 * Where the classes of jobs come from. A node may lack one that another node has, so that a class
 * is asked for as late as possible. Thread-safe.
 */
@FunctionalInterface
public interface ClassSource {

  /**
   * The class of this name.
   *
   * @throws ClassNotFoundException when this node has none that is a job; the message says where it
   *     was looked for
   */
  Class<? extends Job> load(String type) throws ClassNotFoundException;
}
