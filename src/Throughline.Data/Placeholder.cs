namespace Throughline.Data;
internal static class Placeholder;
