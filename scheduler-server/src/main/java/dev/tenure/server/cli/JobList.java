package dev.tenure.server.cli;

import dev.tenure.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the whole list of jobs, page by page. */
final class JobList {

  private static final int PAGE = 1_000;

  private JobList() {}

  /** The summaries of all jobs of a group, or of all groups, that a search finds. */
  static List<JsonObject> all(NodeClient client, Optional<String> group, Optional<String> search) {
    List<JsonObject> jobs = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ApiPath path =
          ApiPath.of("jobs")
              .with("group", group)
              .with("search", search)
              .with("limit", Optional.of(PAGE))
              .with("after", after);
      JsonObject page = client.get(path.text()).json();
      jobs.addAll(page.objects("jobs"));
      after = page.text("after");
    } while (after.isPresent());
    return jobs;
  }
}
