using System.Globalization;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>How one cell looks and is read out. What is shown stands directly in it, or is marked: what is over, and numbers on a mixed ground.</summary>
internal readonly record struct CellFace(string Class, string? Style, string? Shown, string Say)
{
    /// <summary>What is shown wants an element of its own.</summary>
    public bool Marked => Class.Contains(" over", StringComparison.Ordinal) || Class.Contains(" mix", StringComparison.Ordinal);

    /// <param name="week">The week, or whatever the column is.</param>
    /// <param name="softWeight">How much of soft bookings counts: 0 none, 1 all.</param>
    /// <param name="look">Heat tells what is free, numbers what is booked, bars nothing but what is over.</param>
    public static CellFace Of(PersonWeek week, decimal softWeight, CellLook look)
    {
        var (booked, free, over) = (week.Booked(softWeight), week.Free(softWeight), week.Over(softWeight));
        if (week.Capacity == 0 && booked == 0)
            return new("c off", null, null, week.Standard > 0 ? "off all week" : "no capacity");

        var whole = Math.Max(1, Math.Max(week.Standard, week.Capacity));
        var hard = Math.Min(100, week.Hard * 100 / whole);
        var soft = Math.Min(100 - hard, (booked - week.Hard) * 100 / whole);
        var off = week.Off * 100 / whole;
        var shown = over > 0 ? "+" + Short(over) : look switch
        {
            CellLook.Heat => free > 0 ? Short(free) : null,
            CellLook.Numbers => booked > 0 ? Short(booked) : null,
            CellLook.Bars => null,
        };
        var mixed = look is CellLook.Heat && over == 0 && shown is not null && (soft > 0 || hard > 60);
        return new(
            $"c {Ramp(booked, week.Capacity)}{(over > 0 ? " over" : mixed ? " mix" : "")}{(off > 0 ? " part" : "")}",
            string.Create(CultureInfo.InvariantCulture, $"--h:{hard};--s:{soft}{(off > 0 ? $";--o:{off}" : "")}"),
            shown,
            Told(week, free, over));
    }

    /// <summary>A share of the capacity, for the practice's row.</summary>
    public static CellFace Share(PersonWeek week, decimal softWeight)
    {
        var booked = week.Booked(softWeight);
        if (week.Capacity == 0)
            return new("c off", null, null, "no capacity");

        var share = booked * 100 / week.Capacity;
        return new(
            $"c full {(share >= 95 ? "l3" : Ramp(booked, week.Capacity))}", null, share.ToString(CultureInfo.InvariantCulture),
            $"{share} per cent booked: {BookingWords.Hours(booked)} of {BookingWords.Hours(week.Capacity)}");
    }

    /// <summary>Hours of unnamed resources: dashed while nobody is named.</summary>
    public static CellFace Unnamed(PersonWeek week, decimal softWeight) => week.Hard + week.Soft == 0
        ? new("c none", null, null, "nothing")
        : new("c rq", null, Short(week.Booked(softWeight)), $"{BookingWords.Hours(week.Hard)} hard and {BookingWords.Hours(week.Soft)} soft, nobody named");

    /// <summary>What an engagement takes: the part that is hard from below, the soft rest above it.</summary>
    public static CellFace Taken(PersonWeek week, decimal softWeight)
    {
        var booked = week.Booked(softWeight);
        if (week.Hard + week.Soft == 0)
            return new("c none", null, null, "nothing");

        var hard = week.Hard * 100 / (week.Hard + week.Soft);
        return new("c l1 mix", string.Create(CultureInfo.InvariantCulture, $"--h:{hard};--s:{100 - hard}"), booked == 0 ? null : Short(booked),
            $"{BookingWords.Hours(week.Hard)} hard and {BookingWords.Hours(week.Soft)} soft");
    }

    private static string Told(PersonWeek week, int free, int over)
    {
        var end = over > 0 ? $"{BookingWords.Hours(over)} over" : $"{BookingWords.Hours(free)} free";
        var off = week.Off > 0 ? $", {BookingWords.Hours(week.Off)} off" : "";
        var overtime = week.Overtime > 0 ? $", {BookingWords.Hours(week.Overtime)} overtime approved" : "";
        return $"{BookingWords.Hours(week.Hard)} hard, {BookingWords.Hours(week.Soft)} soft of {BookingWords.Hours(week.Capacity)}{off}{overtime}, {end}";
    }

    // Cells are narrow: tenths where the hours are few, whole hours where they are many.
    private static string Short(int minutes) => minutes >= 600
        ? decimal.Round(minutes / 60m, 0, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture)
        : decimal.Round(minutes / 60m, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Ramp(int booked, int capacity) => capacity == 0 ? "l4" : (booked * 100 / capacity) switch
    {
        <= 0 => "l0",
        < 40 => "l1",
        < 70 => "l2",
        < 95 => "l3",
        _ => "l4",
    };
}
