package dev.tenure.config;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import java.util.List;
import java.util.Optional;

/**
 * One job; {@code jobs { name { … } }}.
 *
 * @param name unique in its group
 * @param group the group whose leader runs it
 * @param origin where the job begins in its file
 * @param className the job class; not checked here
 * @param timing when it runs
 * @param policy how its runs are treated
 * @param data what the job is given
 * @param description for people
 * @param owner for people
 * @param tags for people
 * @param enabled whether its slots are run at all
 */
public record JobConfig(
    JobName name,
    GroupName group,
    Origin origin,
    Located<String> className,
    TimingConfig timing,
    JobPolicy policy,
    JobData data,
    Optional<String> description,
    Optional<String> owner,
    List<String> tags,
    boolean enabled) {
  public JobConfig {
    tags = List.copyOf(tags);
  }
}
