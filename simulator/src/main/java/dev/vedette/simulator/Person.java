package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Principal;
import java.util.List;

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
    long clockMillis) {

  /** A device and the software used on it. */
  record Tool(Device device, Client client) {}

  Habits habitsOn(int day) {
    return day < changeDay ? habits : nextHabits;
  }

  Tool laptop() {
    return tools.getFirst();
  }

  Tool phone() {
    return tools.get(1);
  }

  boolean employedOn(int day) {
    return day >= firstDay && day <= lastDay;
  }
}
