package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectKeyTest {
  /** Any characters, halves of pairs too, and often those that the key itself is made of. */
  @Provide
  Arbitrary<String> part() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(20),
        Arbitraries.strings().withChars("/%u0DdAa\uD800\uDC00é\0 ").ofMaxLength(8));
  }

  @Provide
  Arbitrary<Subject> subject() {
    var id = part().filter(text -> !text.isEmpty());
    return Combinators.combine(
            part(), Arbitraries.of(SubjectType.class), id, Arbitraries.of(true, false), id)
        .as((tenant, type, own, owned, owner) ->
            type == SubjectType.SESSION && owned
                ? Subject.session(Subject.of(tenant, SubjectType.SERVICE, owner), own)
                : Subject.of(tenant, type, own));
  }

  @Property(seed = "1")
  void shouldSurviveAnyCharacterInAnyPart(@ForAll("subject") Subject subject) {
    String key = SubjectKey.encode(subject);
    assertEquals(subject, SubjectKey.decode(key));
    assertTrue(key.chars().allMatch(c -> c > ' ' && c < 127), key);
  }

  @Property(seed = "2")
  void shouldDifferExactlyWhenSubjectsDiffer(
      @ForAll("subject") Subject one, @ForAll("subject") Subject other) {
    assertEquals(one.equals(other), SubjectKey.encode(one).equals(SubjectKey.encode(other)));
  }

  @Property(seed = "3")
  void shouldReadOnlyWhatItWrites(@ForAll("part") String tenant, @ForAll("part") String id) {
    String text = tenant + "/user/" + id;
    try {
      assertEquals(text, SubjectKey.encode(SubjectKey.decode(text)));
    } catch (IllegalArgumentException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains("is not a subject key"));
    }
  }

  @Test
  void shouldBeReadable() {
    Subject alice = Subject.of("acme", SubjectType.USER, "alice@example.org");
    assertEquals("acme/user/alice@example.org", SubjectKey.encode(alice));
    assertEquals(
        "acme/session/a%2Fb/user/alice@example.org",
        SubjectKey.encode(Subject.session(alice, "a/b")));
    assertEquals(
        "acme/ip/%E2%82%AC%uD800",
        SubjectKey.encode(Subject.of("acme", SubjectType.IP, "€\uD800")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "acme/user",
        "acme/user/",
        "acme/nobody/alice",
        "acme/user/a b",
        "acme/user/%2f",
        "acme/user/%41",
        "acme/user/%",
        "acme/user/%u",
        "acme/user/%uD8",
        "acme/user/%C3",
        "acme/user/%uD83D%uDE00",
        "acme/user/a/user/b",
        "acme/session/a/ip/b",
        "acme/session/a/user/",
        "acme/session/a/user/b/c"
      })
  void shouldRefuseWhatItDidNotWrite(String key) {
    assertThrows(IllegalArgumentException.class, () -> SubjectKey.decode(key));
  }
}
