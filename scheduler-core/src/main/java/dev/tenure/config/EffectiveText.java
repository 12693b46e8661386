package dev.tenure.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.tenure.model.SecretReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Renders the settings in force, one a line with its place; secrets are masked. */
final class EffectiveText {

  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|passwd|passphrase|secret|token|credential|api-?key|authorization).*",
          Pattern.CASE_INSENSITIVE);

  private final ProblemLog places;

  EffectiveText(ProblemLog places) {
    this.places = places;
  }

  String of(ConfigObject tenure, Map<String, ConfigObject> jobs) {
    StringBuilder text = new StringBuilder();
    render("tenure", tenure, false, text);
    jobs.forEach((path, job) -> render(path, job, false, text));
    return text.toString();
  }

  private void render(String path, ConfigValue value, boolean secret, StringBuilder text) {
    if (isReference(value)) {
      line(path, value.render(ConfigRenderOptions.concise()), value, text);
      return;
    }
    if (value instanceof ConfigObject object && !object.isEmpty()) {
      new TreeMap<>(object)
          .forEach(
              (key, child) ->
                  render(
                      path + "." + ConfigUtil.joinPath(key), child, secret || isSecret(key), text));
      return;
    }
    if (value instanceof ConfigList list && !list.stream().allMatch(EffectiveText::isScalar)) {
      for (int i = 0; i < list.size(); i++) {
        render(path + "[" + i + "]", list.get(i), secret, text);
      }
      return;
    }
    if (value.valueType() == ConfigValueType.NULL || value instanceof ConfigObject) {
      return;
    }
    line(path, secret ? Secret.MASK : withoutSecrets(value), value, text);
  }

  /** What stands elsewhere is shown by where that is. */
  private static boolean isReference(ConfigValue value) {
    if (Unresolved.isIn(value) || !SecretReference.isMeant(value.unwrapped())) {
      return false;
    }
    try {
      SecretReference.of(value.unwrapped());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void line(String path, String shown, ConfigValue value, StringBuilder text) {
    text.append(path)
        .append(" = ")
        .append(shown)
        .append("  # ")
        .append(places.origin(value, "").place())
        .append('\n');
  }

  private static boolean isScalar(ConfigValue value) {
    return !(value instanceof ConfigObject) && !(value instanceof ConfigList);
  }

  private static String withoutSecrets(ConfigValue value) {
    return Unresolved.isIn(value) ? "?" : value.render(ConfigRenderOptions.concise());
  }

  /** The name of a file that holds a secret is none. */
  private static boolean isSecret(String key) {
    return SECRET.matcher(key).matches() && !key.endsWith("-file");
  }
}
