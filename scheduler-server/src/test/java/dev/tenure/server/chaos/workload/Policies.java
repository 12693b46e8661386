package dev.tenure.server.chaos.workload;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The settings of a job beside its slots, as HOCON. */
final class Policies {

  private static final List<String> CONCURRENCY =
      List.of("allow", "allow", "allow", "forbid", "forbid", "replace");

  private Policies() {}

  static Map<String, String> draw(Random random) {
    Map<String, String> policy = new TreeMap<>();
    policy.put("catch-up", catchUp(random));
    policy.put("concurrency", CONCURRENCY.get(random.nextInt(CONCURRENCY.size())));
    policy.put("on-leader-loss", random.nextInt(5) < 2 ? "rerun" : "lose");
    if (random.nextInt(3) == 0) {
      policy.put(
          "retry",
          "{ attempts = %d, back-off = %dms, max-back-off = 4s }"
              .formatted(2 + random.nextInt(3), 100 + random.nextInt(1900)));
    }
    if (random.nextInt(5) == 0) {
      policy.put("timeout", 300 + random.nextInt(2700) + "ms");
      policy.put("when-stuck", random.nextBoolean() ? "free" : "wait");
    }
    if (random.nextInt(4) == 0) {
      policy.put("priority", Integer.toString(random.nextInt(15) - 5));
    }
    if (random.nextInt(4) == 0) {
      policy.put("retention", "{ runs = " + (10 + random.nextInt(50)) + " }");
    }
    return policy;
  }

  private static String catchUp(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "skip";
      case 1 -> "last";
      case 2 -> "{ policy = all, max = 100000 }";
      default ->
          "{ policy = all, max = %d, window = %ds }"
              .formatted(1 + random.nextInt(10), 5 + random.nextInt(60));
    };
  }
}
