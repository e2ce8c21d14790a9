using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>What a cell means once it is read: the value that its column in the database holds.</summary>
/// <remarks>A struct without text, so that a million cells allocate nothing; a text's value is the cell itself.</remarks>
public readonly record struct StoredValue
{
    private enum Form
    {
        Text,
        Number,
        Whole,
        Date,
        Instant,
        Truth,
    }

    private readonly Form form;
    private readonly decimal number;
    private readonly long ticks;

    private StoredValue(Form form, decimal number = 0m, long ticks = 0)
    {
        (this.form, this.number, this.ticks) = (form, number, ticks);
    }

    internal static StoredValue Text => new(Form.Text);

    internal static StoredValue Of(decimal value) => new(Form.Number, value);
    internal static StoredValue Of(int value) => new(Form.Whole, ticks: value);
    internal static StoredValue Of(DateOnly value) => new(Form.Date, ticks: value.DayNumber);
    internal static StoredValue Of(DateTimeOffset value) => new(Form.Instant, ticks: value.UtcTicks);
    internal static StoredValue Of(bool value) => new(Form.Truth, ticks: value ? 1 : 0);

    /// <summary>The value as the database driver takes it: string, decimal, int, DateOnly, DateTimeOffset (UTC) or bool.</summary>
    /// <param name="cell">The cell that was read.</param>
    public object ToObject(ReadOnlySpan<char> cell) => form switch
    {
        Form.Text => cell.ToString(),
        Form.Number => number,
        Form.Whole => (int)ticks,
        Form.Date => DateOnly.FromDayNumber((int)ticks),
        Form.Instant => new DateTimeOffset(ticks, TimeSpan.Zero),
        Form.Truth => ticks == 1,
    };

    /// <summary>Writes the value as PostgreSQL reads it in a text COPY; a text is written by the caller.</summary>
    /// <returns>The number of characters written, or -1 for a text.</returns>
    internal int WriteTo(Span<char> target)
    {
        var culture = CultureInfo.InvariantCulture;
        var length = 0;
        var written = form switch
        {
            Form.Text => false,
            Form.Number => number.TryFormat(target, out length, default, culture),
            Form.Whole => ticks.TryFormat(target, out length, default, culture),
            Form.Date => DateOnly.FromDayNumber((int)ticks).TryFormat(target, out length, "yyyy-MM-dd", culture),
            Form.Instant => new DateTime(ticks, DateTimeKind.Utc).TryFormat(target, out length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", culture),
            Form.Truth => (ticks == 1 ? "t" : "f").TryCopyTo(target) && (length = 1) == 1,
        };
        return written ? length : -1;
    }
}
