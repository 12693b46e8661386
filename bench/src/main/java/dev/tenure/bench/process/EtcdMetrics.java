package dev.tenure.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of the members of an etcd, added up. */
public final class EtcdMetrics {

  /** Names with and without the prefix that etcd 3.4 still had. */
  private static final String DEBUGGING = "etcd_debugging_mvcc_";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> endpoints;

  /** Of the members with these client URLs. */
  public EtcdMetrics(List<String> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /**
   * The counters now.
   *
   * @param puts keys written, of one member: every member applies them all
   * @param txns transactions, likewise
   * @param deletes keys deleted, likewise
   * @param received bytes that clients sent, to all members
   * @param fsyncs of the write-ahead log, of all members
   */
  public record Counts(double puts, double txns, double deletes, double received, double fsyncs) {

    /** What came since then. */
    public Counts since(Counts then) {
      return new Counts(
          puts - then.puts,
          txns - then.txns,
          deletes - then.deletes,
          received - then.received,
          fsyncs - then.fsyncs);
    }
  }

  /** Asks all members. */
  public Counts counts() throws IOException, InterruptedException {
    List<Map<String, Double>> members = new ArrayList<>();
    for (String endpoint : endpoints) {
      members.add(read(endpoint));
    }
    Map<String, Double> first = members.get(0);
    return new Counts(
        mvcc(first, "put_total"),
        mvcc(first, "txn_total"),
        mvcc(first, "delete_total"),
        sum(members, "etcd_network_client_grpc_received_bytes_total"),
        sum(members, "etcd_disk_wal_fsync_duration_seconds_count"));
  }

  /** What the database of the first member takes on disk, in MB; a quota is counted by that. */
  public long databaseMb() throws IOException, InterruptedException {
    return Math.round(mvcc(read(endpoints.get(0)), "db_total_size_in_bytes") / 1e6);
  }

  private static double mvcc(Map<String, Double> values, String name) {
    return values.getOrDefault("etcd_mvcc_" + name, values.getOrDefault(DEBUGGING + name, 0.0));
  }

  private static double sum(List<Map<String, Double>> members, String name) {
    return members.stream().mapToDouble(values -> values.getOrDefault(name, 0.0)).sum();
  }

  private Map<String, Double> read(String endpoint) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).build();
    Map<String, Double> values = new HashMap<>();
    for (String line :
        http.send(request, HttpResponse.BodyHandlers.ofString()).body().split("\n", -1)) {
      int blank = line.lastIndexOf(' ');
      if (line.startsWith("etcd_") && blank > 0 && line.indexOf('{') < 0) {
        values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
      }
    }
    return values;
  }
}
