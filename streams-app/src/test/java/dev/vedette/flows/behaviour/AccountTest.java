package dev.vedette.flows.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.events.EventHash;
import dev.vedette.events.Packer;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  @Test
  void shouldSumHashesModuloTwoToTheHundredTwentyEighthHoweverTheyAreShared() {
    var random = new Random(1);
    var sum = BigInteger.ZERO;
    Account whole = Account.EMPTY;
    Account one = Account.EMPTY;
    Account other = Account.EMPTY;
    for (int i = 0; i < 1_000; i++) {
      var hash = new EventHash(random.nextLong(), random.nextLong());
      sum = sum.add(new BigInteger(hash.hex(), 16)).mod(MODULUS);
      whole = whole.plusScored(hash, i);
      if (random.nextBoolean()) {
        one = one.plusScored(hash, i);
      } else {
        other = other.plusScored(hash, i);
      }
    }
    assertEquals("%032x".formatted(sum), whole.hashHex());
    assertEquals(whole, one.plus(other));
    assertEquals(whole, other.plus(one));
    assertEquals(999, whole.maxTimeMillis());
  }

  @Test
  void shouldCountEachKindByItself() {
    Account account = Account.EMPTY.plusDuplicate().plusDuplicate().plusSkewed();
    assertEquals(0, account.scored());
    assertEquals(2, account.duplicates());
    assertEquals(1, account.skewed());
    assertNotEquals(Account.EMPTY, account);
  }

  @Test
  void shouldReadWhatItWrote() {
    Account account =
        Account.EMPTY.plusScored(new EventHash(-1, -2), 77).plusDuplicate().plusSkewed();
    assertEquals(account, Account.read(account.toBytes(new Packer())));
    assertEquals(Account.EMPTY, Account.read(Account.EMPTY.toBytes(new Packer())));
  }

  @Test
  void shouldRefuseAnotherVersion() {
    assertThrows(IllegalArgumentException.class, () -> Account.read(new byte[] {2, 0, 0, 0}));
  }
}
