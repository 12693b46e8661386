package dev.tenure.server.http;

import dev.tenure.config.ApiToken;
import dev.tenure.config.TokenHash;
import dev.tenure.config.TokensFile;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is known at this moment: the file of tokens, read again each second and taken over when it
 * has changed, has been at rest for a second, and has no problem. A file with problems changes
 * nothing, and is complained of in the log. Thread-safe.
 */
public final class TokenBook implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TokenBook.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Path file;
  private final EventLoop loop;
  private volatile List<ApiToken> tokens;

  /** Belong to the loop. */
  private Optional<String> seen;

  private boolean settled = true;

  private TokenBook(Path file, List<ApiToken> tokens, Optional<String> seen, EventLoop loop) {
    this.file = file;
    this.tokens = tokens;
    this.seen = seen;
    this.loop = loop;
  }

  /**
   * Reads the file, and again whenever it changes; blocks on the disk.
   *
   * @throws dev.tenure.config.InvalidConfigException when it has problems
   */
  public static TokenBook open(Path file) {
    return open(file, new ThreadEventLoop("tokens"));
  }

  /** As above, on a loop that is closed with it. */
  static TokenBook open(Path file, EventLoop loop) {
    Optional<String> text = text(file);
    TokenBook book;
    try {
      book = new TokenBook(file, TokensFile.read(file).orThrow(), text, loop);
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
    log.info("{} tokens are known, of {}", book.tokens.size(), file);
    loop.schedule(EVERY, book::look);
    return book;
  }

  /** The token with this hash; empty if nobody has it. Takes as long whichever it is. */
  Optional<ApiToken> find(TokenHash hash) {
    Optional<ApiToken> found = Optional.empty();
    for (ApiToken token : tokens) {
      if (token.hash().matches(hash)) {
        found = Optional.of(token);
      }
    }
    return found;
  }

  private void look() {
    Optional<String> text = text(file);
    if (!text.equals(seen)) {
      seen = text;
      settled = false;
    } else if (!settled) {
      settled = true;
      takeOver();
    }
    loop.schedule(EVERY, this::look);
  }

  private void takeOver() {
    TokensFile.Result read = TokensFile.read(file);
    if (read.problems().isEmpty()) {
      tokens = read.tokens();
      log.info("the file of tokens has changed: {} tokens are known now", tokens.size());
    } else {
      log.error(
          "the file of tokens has changed and cannot be used; who was known before still is, also"
              + " those whom it leaves out:");
      read.problems().forEach(problem -> log.error("{}", problem));
    }
  }

  /** What is compared, and nothing else: whatever the encoding, other bytes are another text. */
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
