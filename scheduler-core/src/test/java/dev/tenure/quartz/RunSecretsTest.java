package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.model.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobDataMap;

class RunSecretsTest {

  private static final Map<String, Object> FILE = Map.of("secret", Map.of("file", "db/password"));
  private static final Map<String, Object> VARIABLE = Map.of("secret", Map.of("env", "TOKEN"));

  private static final JobMaker MAKER =
      new JobMaker() {
        @Override
        public Job make(Class<? extends Job> type, JobDataMap data) {
          throw new AssertionError("not asked for");
        }

        @Override
        public String reveal(SecretReference reference) throws SecretException {
          if (reference.equals(new SecretReference.OfFile("db/password"))) {
            return "sesame";
          }
          throw new SecretException("refers to a " + reference + ", which is not there");
        }
      };

  private static JobDataMap data(Map<String, Object> values) {
    return new JobDataMap(values);
  }

  @Test
  void aReferenceIsReplacedHoweverDeepItStands() throws Exception {
    JobDataMap data =
        data(Map.of("password", FILE, "plain", "x", "inner", Map.of("list", List.of(1L, FILE))));
    RunSecrets.reveal(data, Set.of(), MAKER);
    assertThat(data.getWrappedMap())
        .isEqualTo(
            Map.of(
                "password",
                "sesame",
                "plain",
                "x",
                "inner",
                Map.of("list", List.of(1L, "sesame"))));
  }

  @Test
  void whatIsKeptHasTheReferenceAgain() throws Exception {
    RunSecrets secrets = RunSecrets.reveal(data(Map.of("password", FILE)), Set.of(), MAKER);
    assertThat(secrets.hidden(Map.of("copy", Map.of("a", List.of("sesame", "open")), "n", 1L)))
        .isEqualTo(Map.of("copy", Map.of("a", List.of(FILE, "open")), "n", 1L));
  }

  @Test
  void oneThatCannotBeHadIsNamed() {
    assertThatThrownBy(
            () -> RunSecrets.reveal(data(Map.of("a", List.of(VARIABLE))), Set.of(), MAKER))
        .isInstanceOf(SecretException.class)
        .hasMessage("data.a[0]: refers to a secret variable TOKEN, which is not there");
  }

  @Test
  void oneThatIsMalformedIsNotRepeated() {
    Map<String, Object> wrong = Map.of("secret", Map.of("file", "../../etc/shadow"));
    assertThatThrownBy(() -> RunSecrets.reveal(data(Map.of("a", wrong)), Set.of(), MAKER))
        .hasMessageStartingWith("data.a: the file of a secret is not a path inside")
        .hasMessageNotContaining("shadow");
  }

  @Test
  void whatIsPassedToOneRunMayNotReferToAnything() {
    assertThatThrownBy(
            () -> RunSecrets.reveal(data(Map.of("message", FILE)), Set.of("message"), MAKER))
        .isInstanceOf(SecretException.class)
        .hasMessageStartingWith("data.message was passed to this run alone");
  }

  @Test
  void dataWithoutReferencesStayAsTheyAre() throws Exception {
    JobDataMap data = data(Map.of("secret", "just a word", "inner", Map.of("secret", "x")));
    RunSecrets secrets = RunSecrets.reveal(data, Set.of("secret"), MAKER);
    assertThat(secrets).isSameAs(RunSecrets.NONE);
    assertThat(data.get("secret")).isEqualTo("just a word");
  }

  @Test
  void aMakerWithoutSecretsRefuses() {
    JobMaker plain = (type, data) -> null;
    assertThatThrownBy(() -> plain.reveal(new SecretReference.OfFile("x")))
        .hasMessageContaining("has no secrets");
  }
}
