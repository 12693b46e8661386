package dev.tenure.server.http;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Source;
import dev.tenure.model.JobName;
import dev.tenure.node.GroupFace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One page of the jobs that are asked for, of all that are offered in order. For one request. */
final class JobList {

  static final int MOST = 1000;
  static final int SOME = 100;

  private final String search;
  private final Set<String> states;
  private final Set<String> sources;
  private final Optional<String> tag;
  private final Optional<String> after;
  private final int limit;
  private final Instant now = Instant.now();
  private final List<Map<String, Object>> page = new ArrayList<>();
  private Optional<String> last = Optional.empty();
  private boolean more;
  private int total;

  JobList(Parameters parameters) {
    Request request = parameters.request();
    search = request.query("search").orElse("").toLowerCase(Locale.ROOT);
    states = parameters.words("state", words(JobSight.State.values()));
    sources = parameters.words("source", words(Source.values()));
    tag = request.query("tag");
    after = request.query("after");
    limit = parameters.limit(MOST, SOME);
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  /** The jobs of a group; groups come in order. */
  void offer(GroupFace group) {
    Map<JobName, String> unusable = group.status().unusable();
    for (JobName name : new TreeSet<>(group.definitions().jobNames())) {
      group
          .definitions()
          .job(name)
          .filter(job -> takes(job.value()))
          .ifPresent(job -> offer(group, job, unusable));
    }
  }

  private boolean takes(JobSpec job) {
    return (sources.isEmpty() || sources.contains(job.source().name()))
        && (tag.isEmpty() || job.tags().contains(tag.get()))
        && (search.isEmpty() || texts(job).anyMatch(this::isFound));
  }

  private boolean isFound(String text) {
    return text.toLowerCase(Locale.ROOT).contains(search);
  }

  private static Stream<String> texts(JobSpec job) {
    return Stream.concat(
        Stream.of(job.name().value(), job.type(), job.description(), job.owner().orElse("")),
        job.tags().stream());
  }

  /** Looking at a job's triggers costs more than all else: only where it has to be. */
  private void offer(GroupFace group, Kept<JobSpec> job, Map<JobName, String> unusable) {
    String place = group.group() + "/" + job.value().name();
    boolean comes = after.isEmpty() || place.compareTo(after.get()) > 0;
    boolean fits = comes && page.size() < limit;
    if (!fits && states.isEmpty()) {
      total++;
      more |= comes;
      return;
    }
    JobSight sight = JobSight.of(group, job, unusable);
    if (!states.isEmpty() && !states.contains(sight.state(now).name())) {
      return;
    }
    total++;
    more |= comes && !fits;
    if (fits) {
      page.add(JobJson.summary(sight, now));
      last = Optional.of(place);
    }
  }

  /** The answer. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("jobs", page);
    json.put("total", total);
    json.put("after", more ? last : Optional.empty());
    return json;
  }
}
