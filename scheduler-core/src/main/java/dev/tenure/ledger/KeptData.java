package dev.tenure.ledger;

import dev.tenure.json.Json;
import dev.tenure.json.TypedData;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a job's last run left for the next one; {@link TypedData} keeps its types in JSON.
 *
 * @param edition the edition of the job that left it
 * @param values the data; values may be null; not to be changed
 */
public record KeptData(String edition, Map<String, Object> values) {

  /** The most that a job may keep, in bytes of JSON. */
  public static final int MAX_BYTES = 256 * 1024;

  public KeptData {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Whether the data can be kept: throws {@link IllegalArgumentException} that names the key whose
   * value has no form in JSON, or says that it is too much.
   */
  public static void check(Map<String, Object> data) {
    int size = Json.write(TypedData.write(data)).getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the job's data takes " + size + " bytes of JSON; at most " + MAX_BYTES + " can be kept");
    }
  }
}
