package dev.tenure.server.chaos.workload;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * When a job of the job file has slots.
 *
 * @param settings as HOCON
 * @param periodMillis how far they are apart, about
 * @param endless whether there are more of them whenever the trial ends
 */
public record Timing(Map<String, String> settings, long periodMillis, boolean endless) {

  private static final int[] SECONDS = {1, 2, 3, 4, 5, 6, 8, 10, 10, 10};
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia");

  public Timing {
    settings = new TreeMap<>(settings);
  }

  static Timing draw(Random random, Epoch epoch) {
    int seconds = SECONDS[random.nextInt(SECONDS.length)];
    Map<String, String> settings = new TreeMap<>();
    boolean endless = true;
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> settings.put("every", seconds + "s");
      case 4 -> settings.put("every", seconds * 1000 + random.nextInt(900) + "ms");
      case 5, 6 -> cron(settings, random, "0/" + seconds + " * * * * ?");
      case 7 -> cron(settings, random, "H/" + seconds + " * * * * ?");
      case 8 -> {
        cron(settings, random, "0/" + seconds + " * * * * ?");
        settings.put("calendar", "closed");
      }
      default -> {
        settings.put("at", at(random, epoch, seconds));
        endless = false;
      }
    }
    if (endless && random.nextInt(8) == 0) {
      settings.put("spread", (1 + random.nextInt(seconds)) + "s");
    }
    if (endless && random.nextInt(12) == 0) {
      settings.put("start", quoted(epoch.after(random.nextDouble() / 4)));
    }
    if (endless && random.nextInt(12) == 0) {
      settings.put("end", quoted(epoch.after(0.5 + random.nextDouble() / 2)));
      endless = false;
    }
    return new Timing(settings, seconds * 1000L, endless);
  }

  private static void cron(Map<String, String> settings, Random random, String expression) {
    settings.put("cron", '"' + expression + '"');
    settings.put("time-zone", '"' + ZONES.get(random.nextInt(ZONES.size())) + '"');
  }

  /** A handful of instants, some of which fall into outages. */
  private static String at(Random random, Epoch epoch, int seconds) {
    StringBuilder list = new StringBuilder("[");
    int count = 5 + random.nextInt(20);
    long step = Math.max(seconds, epoch.length().toSeconds() / count);
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ", ");
      list.append(quoted(epoch.begin().plusSeconds(10 + i * step + random.nextInt(seconds))));
    }
    return list.append(']').toString();
  }

  private static String quoted(Instant instant) {
    return '"' + instant.toString() + '"';
  }
}
