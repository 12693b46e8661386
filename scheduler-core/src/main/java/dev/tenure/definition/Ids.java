package dev.tenure.definition;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Random names that no two things share. As thread-safe as its source of chance. */
public final class Ids {

  private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9]{1,64}");

  private final RandomGenerator random;

  /** Draws from the given source; a seeded one gives the same names again. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** A name that is unique among a few: an edition, an incarnation. 40 bits. */
  public String next() {
    return draw(8);
  }

  /** A name of a request. 60 bits. */
  public String request() {
    return draw(12);
  }

  private String draw(int length) {
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  static void check(String id) {
    if (!ALLOWED.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is no id: 1 to 64 letters and digits");
    }
  }
}
