using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>Makes keys for bookings that come without one: short, and in the order in which they were made.</summary>
internal static class BookingKeys
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Length = 16, RandomBits = 30;

    /// <summary><c>b-</c> and 16 characters: the millisecond and 30 random bits in base 32, without letters that are mistaken for digits.</summary>
    public static BookingKey New()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var id = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var number = ((id >> 80) << RandomBits) | (id & ((1u << RandomBits) - 1));
        return new BookingKey("b-" + string.Create(Length, number, (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                text[i] = Letters[(int)(rest & 31)];
        }));
    }
}
