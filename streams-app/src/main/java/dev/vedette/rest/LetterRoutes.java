package dev.vedette.rest;

import dev.vedette.rest.letters.DeadLetters;
import dev.vedette.rest.letters.DeadLetters.BusyException;
import dev.vedette.rest.letters.DeadLetters.Letter;
import dev.vedette.rest.letters.DeadLetters.NotReplayableException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of the caller's tenants. Those of which no tenant could be read are for callers of
 * all tenants; of others' nobody is told that they are there.
 */
final class LetterRoutes {
  static final String LETTERS = "/v1/dead-letters";
  static final String LETTER = LETTERS + "/{partition}/{offset}";

  private static final int LISTED = 50;
  private static final int MAX_REASON = 128;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;

  private final Queries queries;
  private final DeadLetters letters;
  private final Cursors cursors;

  LetterRoutes(Queries queries, DeadLetters letters, Cursors cursors) {
    this.queries = queries;
    this.letters = letters;
    this.cursors = cursors;
  }

  List<Route> all() {
    return List.of(
        new Route(Route.Method.GET, LETTERS, Caller.Role.ADMIN, this::list),
        new Route(Route.Method.GET, LETTER, Caller.Role.ADMIN, this::one),
        new Route(Route.Method.POST, LETTER + "/replay", Caller.Role.ADMIN, this::replay));
  }

  private void list(Context context) {
    var asked = new Asked(context, Set.of("reason", "limit", "cursor"));
    var caller = Caller.of(context);
    String reason = asked.bounded("reason", MAX_REASON);
    String scope = "dead-letters\n" + reason;
    List<String> position = cursors.read(scope, asked.text("cursor"));
    List<Long> before = position == null ? null : position.stream().map(Long::valueOf).toList();
    DeadLetters.Page page;
    try {
      page =
          letters.newest(
              letter ->
                  caller.sees(letter.tenant())
                      && (reason == null || letter.reason().equals(reason)),
              asked.limit(LISTED),
              before);
    } catch (IllegalArgumentException e) {
      throw Cursors.bad();
    } catch (IOException e) {
      throw unread(e);
    }
    List<Long> next = page.before();
    Reply.json(
        context,
        LetterAnswers.list(
            queries.now(),
            page,
            next == null
                ? null
                : cursors.write(scope, next.stream().map(String::valueOf).toList())));
  }

  private void one(Context context) {
    Reply.json(context, LetterAnswers.one(queries.now(), letter(context)));
  }

  private void replay(Context context) {
    Letter letter = letter(context);
    try {
      Reply.json(context, LetterAnswers.replayed(queries.now(), letter, letters.replay(letter)));
    } catch (NotReplayableException e) {
      throw new ProblemException(Problem.notReplayable(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw unread(e);
    }
  }

  private Letter letter(Context context) {
    var asked = new Asked(context, Set.of());
    int partition = (int) number(asked.part(PARTITION), 9);
    long offset = number(asked.part(OFFSET), 18);
    Letter letter = letter(partition, offset);
    if (letter == null || !Caller.of(context).sees(letter.letter().tenant())) {
      throw new ProblemException(Problem.unknown("There is no dead letter there."));
    }
    return letter;
  }

  private @Nullable Letter letter(int partition, long offset) {
    try {
      return letters.at(partition, offset);
    } catch (IOException e) {
      throw unread(e);
    }
  }

  private static ProblemException unread(IOException e) {
    return new ProblemException(
        e instanceof BusyException
            ? Problem.tooManyRequests(
                "%d ask for dead letters already. Ask again.".formatted(DeadLetters.ASKERS))
            : Problem.topicUnavailable());
  }

  private static long number(String text, int digits) {
    if (!text.matches("[0-9]{1," + digits + "}")) {
      throw new ProblemException(Problem.badRequest("Partition and offset are numbers."));
    }
    return Long.parseLong(text);
  }
}
