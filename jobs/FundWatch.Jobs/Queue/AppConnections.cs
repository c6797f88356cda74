using FundWatch.Data.Postgres;
using Hangfire.PostgreSql;
using Npgsql;

namespace FundWatch.Jobs.Queue;

/// <summary>Hangfire works with the application's least-privileged login, not with the owner's.</summary>
internal sealed class AppConnections(FundWatchDatabase database) : IConnectionFactory
{
    public NpgsqlConnection GetOrCreateConnection() => database.App.CreateConnection();
}
