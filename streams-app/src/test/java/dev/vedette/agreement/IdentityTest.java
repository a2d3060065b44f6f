package dev.vedette.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
  @ParameterizedTest
  @CsvSource({
    "alice, ALICE, true",
    "alice, alice@corp.example, true",
    "CORP\\alice, alice, true",
    "CORP\\alice, alice@corp.example, true",
    "CORP\\\\alice, corp\\alice, true",
    "arn:aws:iam::123456789012:user/team/alice, alice, true",
    "arn:aws:iam::123456789012:root, 123456789012, true",
    "'uid=alice,ou=people,dc=corp,dc=example', alice, true",
    "arn:aws:iam::123456789012:user/alice, 123456789012, false",
    "alice, bob, false",
    "alice@corp.example, alice@other.example, false",
    "CORP\\alice, alice@other.example, false",
    "CORP\\alice, OTHER\\alice, false",
    "ali, alice, false"
  })
  void shouldKnowThePersonWhateverTheSpelling(String one, String other, boolean same) {
    assertEquals(same, Identity.of(one).agrees(Identity.of(other)));
    assertEquals(same, Identity.of(other).agrees(Identity.of(one)));
  }
}
