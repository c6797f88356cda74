using Xunit;

namespace FundWatch.Testing;

/// <summary>Waiting for what other processes and threads do.</summary>
public static class Eventually
{
    /// <summary>Looks every tenth of a second, and fails after two minutes.</summary>
    public static async Task HappensAsync(Func<Task<bool>> happened)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (await happened())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("It did not happen within two minutes.");
    }
}
