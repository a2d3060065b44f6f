package dev.vedette.simulator.cloudtrail;

import dev.vedette.simulator.Dice;
import java.util.List;

/**
 * From where somebody calls on a day, and with what. Addresses are of RFC 2544 and RFC 6598.
 *
 * @param address a literal address, or a service's name
 * @param agent the user agent of calls that are not the console's
 */
record Desk(String address, String agent) {
  static final String CONSOLE =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/%d.0.0.0";

  private static final double TRAVEL_SHARE = 0.01;
  private static final int AGENT_DAYS = 28;
  private static final List<String> HANDS =
      List.of(
          "aws-cli/2.%d.0 Python/3.11.9 Linux/6.8 exe/x86_64 prompt/off",
          "aws-cli/2.%d.0 Python/3.12.6 Darwin/24.1.0 exe/arm64 prompt/off",
          "Boto3/1.%d.0 md/Botocore#1.35 ua/2.0 os/linux md/arch#x86_64 lang/python#3.12.3",
          "APN/1.0 HashiCorp/1.0 Terraform/1.%d.0 terraform-provider-aws/5.80");

  static Desk of(TrailPrincipal who, int day, Dice dice) {
    int n = who.index();
    // Tools are updated every four weeks, not all on one day.
    int version = 20 + (day + n) / AGENT_DAYS;
    return switch (who.standing()) {
      case SERVICE -> new Desk(who.name(), who.name());
      case INSTANCE ->
          new Desk(
              "198.18.230.%d".formatted(1 + n % 4),
              n % 2 == 0
                  ? "aws-sdk-go/1.%d.0 (go1.22.5; linux; amd64) amazon-ssm-agent/"
                      .formatted(version)
                  : "Boto3/1.%d.0 md/Botocore#1.35 exec-env/EC2".formatted(version));
      case MACHINE_IN_ROLE -> machine(who, version, dice);
      case IAM_USER ->
          who.job() == Job.SCRIPT
              ? new Desk(
                  "198.18.231.%d".formatted(1 + n % 60),
                  HANDS.get(n % 2 == 0 ? 2 : 0).formatted(version - n % 9))
              : person(who, version, dice);
      case PERSON_IN_ROLE -> person(who, version, dice);
    };
  }

  private static Desk machine(TrailPrincipal who, int version, Dice dice) {
    return switch (who.job()) {
      case TERRAFORM -> new Desk(runner(dice), HANDS.get(3).formatted(version));
      case DEPLOYMENT ->
          new Desk(runner(dice), HANDS.get(who.index() % 3 == 0 ? 2 : 0).formatted(version));
      case OBSERVER ->
          new Desk(
              "198.19.8.%d".formatted(1 + dice.below(12)),
              "observer-crawler/7.%d (cloud)".formatted(version));
      default ->
          new Desk("198.18.232.%d".formatted(1 + who.index() % 5), HANDS.get(2).formatted(version));
    };
  }

  /** A hosted runner: another machine every time. */
  private static String runner(Dice dice) {
    return "198.19.%d.%d".formatted(16 + dice.below(16), 1 + dice.below(254));
  }

  private static Desk person(TrailPrincipal who, int version, Dice dice) {
    String agent = HANDS.get((who.index() + (dice.chance(0.1) ? 1 : 0)) % 3).formatted(version);
    if (dice.chance(TRAVEL_SHARE)) {
      return new Desk("198.19.%d.%d".formatted(64 + dice.below(30), 1 + dice.below(254)), agent);
    }
    if (dice.chance(who.remoteShare())) {
      return new Desk(
          dice.chance(0.4)
              ? "198.18.200.%d".formatted(1 + dice.below(4))
              : "100.96.%d.%d".formatted(who.index() / 250, who.index() % 250 + 1),
          agent);
    }
    return new Desk("198.18.0.%d".formatted(who.office() + 1), agent);
  }
}
