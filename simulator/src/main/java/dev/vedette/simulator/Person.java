package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works here.
 *
 * @param index from 0
 * @param principal the account
 * @param habits what is done in this job, with personal preferences
 * @param nextHabits what is done after the change of department
 * @param changeDay the day of that change; Integer.MAX_VALUE for never
 * @param firstDay the first day at work
 * @param lastDay the last day; the account lives on
 * @param officeNumber the office
 * @param place the office's city, where the home is too
 * @param tools devices with the software on them: laptop, phone, perhaps a second computer
 * @param nextTools the same after the day of renewal
 * @param renewDay the day on which the laptop or the phone is replaced
 * @param startMinute when work begins, minutes after local midnight
 * @param workMinutes how long a workday is
 * @param actionsPerDay on a usual workday
 * @param remoteShare share of days at home
 * @param vpn whether work at home goes through the company's exit
 * @param weekendShare share of weekend days at work
 * @param typoShare share of sign-ins with a mistyped password
 * @param travelShare share of four-week periods with a journey
 * @param passwordStore whether a password manager signs in to several applications at once
 * @param administrator whether administrative actions are part of the job
 * @param trainShare share of office days that begin with work on a train
 * @param privateVpn whether a private VPN service is sometimes used on the way or at home
 * @param modernLine whether the line at home has IPv6
 * @param clockMillis how far the laptop's clock is ahead
 */
record Person(
    int index,
    Principal principal,
    Habits habits,
    Habits nextHabits,
    int changeDay,
    int firstDay,
    int lastDay,
    int officeNumber,
    Place place,
    List<Tool> tools,
    List<Tool> nextTools,
    int renewDay,
    int startMinute,
    int workMinutes,
    double actionsPerDay,
    double remoteShare,
    boolean vpn,
    double weekendShare,
    double typoShare,
    double travelShare,
    boolean passwordStore,
    boolean administrator,
    double trainShare,
    boolean privateVpn,
    boolean modernLine,
    long clockMillis) {

  /** A day on which browsers had the version {@link #BROWSER_VERSION}. */
  private static final long BROWSER_EPOCH_DAY = 20_458;

  private static final int BROWSER_VERSION = 142;
  private static final int BROWSER_DAYS = 28;

  /**
   * A device and the software used on it.
   *
   * @param device null for one that nobody manages
   * @param software the user agent, with {@code {v}} where the version is
   */
  record Tool(@Nullable Device device, String software, String app) {
    /** The software as of a day: browsers are updated every four weeks, not all on one day. */
    Client client(long epochDay, int lag) {
      long updates = Math.floorDiv(epochDay - BROWSER_EPOCH_DAY + lag % BROWSER_DAYS, BROWSER_DAYS);
      return new Client(software.replace("{v}", Long.toString(BROWSER_VERSION + updates)), app);
    }
  }

  Habits habitsOn(int day) {
    return day < changeDay ? habits : nextHabits;
  }

  /** Laptop, phone, perhaps a second computer. */
  List<Tool> toolsOn(int day) {
    return day < renewDay ? tools : nextTools;
  }

  boolean employedOn(int day) {
    return day >= firstDay && day <= lastDay;
  }
}
