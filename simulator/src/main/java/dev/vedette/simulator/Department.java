package dev.vedette.simulator;

import static dev.vedette.simulator.Deed.call;
import static dev.vedette.simulator.Deed.data;

import dev.vedette.events.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A department: what is done there. What everybody does is part of each repertoire. */
enum Department {
  ENGINEERING(
      30,
      data("repo.pull", "repo", 6, 900_000, 3_000),
      data("repo.push", "repo", 4, 2_000, 40_000),
      call("ticket.update", Category.DATA, "ticket", 3),
      call("build.run", Category.PROCESS, "repo", 3),
      data("wiki.read", "page", 3, 60_000, 800),
      call("host.login", Category.NETWORK, "host", 1),
      data("db.query", "database", 1, 30_000, 900)),
  SALES(
      20,
      data("crm.query", "account", 9, 15_000, 700),
      data("crm.update", "account", 5, 1_200, 3_000),
      data("crm.export", "account", 0.2, 2_000_000, 900),
      call("quote.create", Category.DATA, "quote", 1.5)),
  FINANCE(
      10,
      data("ledger.query", "ledger", 6, 25_000, 800),
      call("invoice.approve", Category.DATA, "invoice", 2.5),
      call("payment.create", Category.DATA, "payment", 1),
      data("report.export", "report", 0.6, 1_500_000, 900),
      data("db.query", "database", 1, 40_000, 900)),
  PEOPLE(
      5,
      data("hr.record.read", "record", 6, 12_000, 700),
      data("hr.record.update", "record", 2, 1_500, 4_000),
      call("document.sign", Category.DATA, "document", 1)),
  SUPPORT(
      15,
      data("ticket.read", "ticket", 10, 9_000, 600),
      call("ticket.update", Category.DATA, "ticket", 8),
      data("crm.query", "account", 3, 15_000, 700),
      call("remote.assist", Category.NETWORK, "host", 0.6),
      call("account.unlock", Category.ACCOUNT_CHANGE, null, 0.3)),
  LEGAL(
      4,
      data("contract.read", "contract", 5, 250_000, 700),
      data("contract.edit", "contract", 2, 3_000, 60_000),
      call("document.sign", Category.DATA, "document", 1)),
  OPERATIONS(
      10,
      data("order.query", "order", 6, 10_000, 600),
      call("shipment.update", Category.DATA, "shipment", 4),
      data("inventory.query", "depot", 4, 18_000, 600)),
  IT(
      6,
      data("ticket.read", "ticket", 4, 9_000, 600),
      call("host.query", Category.API, "host", 4),
      call("host.login", Category.NETWORK, "host", 3),
      data("log.search", "log", 4, 120_000, 900),
      call("device.enroll", Category.CONFIGURATION, "host", 0.4),
      call("account.unlock", Category.ACCOUNT_CHANGE, null, 0.8),
      call("password.reset", Category.ACCOUNT_CHANGE, null, 0.5));

  private static final List<Deed> EVERYBODY =
      List.of(
          data("mail.read", "mailbox", 10, 30_000, 500),
          data("mail.send", "mailbox", 4, 900, 35_000),
          data("file.read", "file", 8, 180_000, 600),
          data("file.write", "file", 3, 900, 150_000),
          data("file.download", "file", 1.2, 700_000, 600),
          data("file.share", "file", 0.5, 900, 900),
          data("file.delete", "file", 0.3, 600, 500),
          data("file.upload", "file", 0.35, 900, 500_000),
          call("mail.rule.create", Category.CONFIGURATION, "mailbox", 0.03),
          data("calendar.read", "mailbox", 3, 8_000, 500),
          call("chat.post", Category.API, null, 5),
          call("directory.search", Category.API, null, 0.5));

  /** What only administrators do, and they rarely. */
  static final List<Deed> ADMINISTRATION =
      List.of(
          call("iam.group.add_member", Category.AUTHORIZATION, "group", 5),
          call("iam.role.grant", Category.AUTHORIZATION, "role", 3),
          call("iam.role.list", Category.API, null, 3),
          call("iam.user.create", Category.ACCOUNT_CHANGE, null, 2),
          call("iam.user.disable", Category.ACCOUNT_CHANGE, null, 1.5),
          call("secrets.read", Category.DATA, "secret", 3),
          call("host.config.change", Category.CONFIGURATION, "host", 2),
          call("admin.policy.change", Category.CONFIGURATION, "policy", 1));

  private final double share;

  @SuppressWarnings("ImmutableEnumChecker") // List.of: it never changes
  private final List<Deed> deeds;

  private final String path = name().toLowerCase(Locale.ROOT);

  Department(double share, Deed... own) {
    this.share = share;
    deeds = List.of(own);
  }

  /** People here, relative to the other departments. */
  double share() {
    return share;
  }

  /** Everything that is done here, in a fixed order. */
  List<Deed> deeds() {
    var all = new ArrayList<>(deeds);
    all.addAll(EVERYBODY);
    return all;
  }

  /** Whether the end of a month is busier than other days. */
  boolean closesBooks() {
    return this == FINANCE || this == OPERATIONS;
  }

  /** The name in resource ids. */
  String path() {
    return path;
  }
}
