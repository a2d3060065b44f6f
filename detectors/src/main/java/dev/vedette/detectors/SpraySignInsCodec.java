package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.List;

/** An address's sign-ins as bytes: the tenant, which all accounts share, once. */
enum SpraySignInsCodec implements Codec<PasswordSpray.SignIns> {
  INSTANCE;

  @Override
  public void write(PasswordSpray.SignIns value, Packer to) {
    to.putByte(1).putVar(value.failures()).putVar(value.successes());
    value.principals().write(to);
    EventRefs.writeAll(value.earliest(), to);
    List<PasswordSpray.Success> accounts = value.accounts();
    to.putVar(accounts.size());
    if (!accounts.isEmpty()) {
      writeText(accounts.getFirst().principal().tenant(), to);
    }
    for (PasswordSpray.Success success : accounts) {
      to.putByte(success.principal().type() == SubjectType.USER ? 0 : 1);
      writeText(success.principal().id(), to);
      EventRefs.write(success.latest(), to);
    }
  }

  @Override
  public PasswordSpray.SignIns read(Unpacker from) {
    Version.expect(1, "sign-ins of an address", from);
    long failures = from.getVar();
    long successes = from.getVar();
    Distinct principals = Distinct.read(from);
    List<EventRef> earliest = EventRefs.readAll(from);
    int size = from.getVarInt();
    String tenant = size == 0 ? "" : readText(from);
    var accounts = new ArrayList<PasswordSpray.Success>();
    for (int i = 0; i < size; i++) {
      var type = from.getByte() == 0 ? SubjectType.USER : SubjectType.SERVICE;
      var principal = Subject.of(tenant, type, readText(from));
      accounts.add(new PasswordSpray.Success(principal, EventRefs.read(from)));
    }
    return new PasswordSpray.SignIns(failures, successes, principals, earliest, accounts);
  }

  /** UTF-16 units, because an id may hold what UTF-8 cannot say. */
  private static void writeText(String text, Packer to) {
    to.putVar(text.length());
    for (int i = 0; i < text.length(); i++) {
      to.putVar(text.charAt(i));
    }
  }

  private static String readText(Unpacker from) {
    int length = from.getVarInt();
    var text = new StringBuilder(Math.min(length, Subject.MAX_CHARS));
    for (int i = 0; i < length; i++) {
      text.append((char) from.getVar());
    }
    return text.toString();
  }
}
