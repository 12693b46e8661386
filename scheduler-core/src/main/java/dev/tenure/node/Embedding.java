package dev.tenure.node;

import dev.tenure.alert.Courier;
import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.NodeConfig;
import dev.tenure.runlog.LogTap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What an embedding program says beside the configuration. */
public final class Embedding {
  private final String address;
  private final Optional<ClassLoader> jobClasses;
  private final Optional<NodeFiles.Source> files;
  private final NodeMeter meter;
  private final LogTap tap;
  private final Function<NodeConfig, Courier> channels;

  private Embedding(
      String address,
      Optional<ClassLoader> jobClasses,
      Optional<NodeFiles.Source> files,
      NodeMeter meter,
      LogTap tap,
      Function<NodeConfig, Courier> channels) {
    this.address = address;
    this.jobClasses = jobClasses;
    this.files = files;
    this.meter = meter;
    this.tap = tap;
    this.channels = channels;
  }

  /** Jobs from plug-ins only, and the address of the configuration. */
  public static Embedding of(Configuration configuration) {
    return new Embedding(
        configuration.node().http().address(0),
        Optional.empty(),
        Optional.empty(),
        NodeMeter.NONE,
        LogTap.NONE,
        config -> Courier.NONE);
  }

  /**
   * The same with another address, such as that of a port which the system chose: where the node's
   * HTTP interface is reached, to be told to others.
   */
  public Embedding at(String newAddress) {
    return new Embedding(newAddress, jobClasses, files, meter, tap, channels);
  }

  /** The same with the embedding program's own classes as job classes. */
  public Embedding withJobClasses(ClassLoader loader) {
    return new Embedding(address, Optional.of(loader), files, meter, tap, channels);
  }

  /** The same with somebody who counts what the node does. */
  public Embedding countedBy(NodeMeter newMeter) {
    return new Embedding(address, jobClasses, files, newMeter, tap, channels);
  }

  /** The same with somebody who brings what is logged on the threads of runs to their logs. */
  public Embedding loggingBy(LogTap newTap) {
    return new Embedding(address, jobClasses, files, meter, newTap, channels);
  }

  /**
   * The same with what sends alerts; without it nobody is told, and they are only to be seen.
   *
   * @param newChannels makes it from the node's settings; the node closes it
   */
  public Embedding alertingBy(Function<NodeConfig, Courier> newChannels) {
    return new Embedding(address, jobClasses, files, meter, tap, newChannels);
  }

  /**
   * The same with job files that are read again when they change: to be called right after the
   * configuration was read. Of what is read then, only the jobs count.
   *
   * @param configuration what was read
   * @param nodeFile the file that it was read from; it may hold jobs itself
   * @param begun when that reading began, by the wall clock: what changes from then on counts as
   *     not read yet
   * @param load reads it again; may block
   */
  public Embedding reading(
      Configuration configuration,
      Path nodeFile,
      Instant begun,
      Supplier<ConfigLoader.Result> load) {
    List<Path> watched = new ArrayList<>(configuration.node().jobs().files());
    watched.add(nodeFile);
    return new Embedding(
        address,
        jobClasses,
        Optional.of(new NodeFiles.Source(watched, FileStamps.of(watched).asReadFrom(begun), load)),
        meter,
        tap,
        channels);
  }

  String address() {
    return address;
  }

  Optional<ClassLoader> jobClasses() {
    return jobClasses;
  }

  Optional<NodeFiles.Source> files() {
    return files;
  }

  NodeMeter meter() {
    return new SafeMeter(meter);
  }

  LogTap tap() {
    return tap;
  }

  Courier channels(NodeConfig config) {
    return channels.apply(config);
  }
}
