namespace Throughline.Platform;

/// <summary>Work in the background goes round until the program stops. It must outlive an outage: a round that fails is told, and the next one tries again.</summary>
internal static class Rounds
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Func<CancellationToken, Task> round, Action<string> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await round(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failed(failure.Message);
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
