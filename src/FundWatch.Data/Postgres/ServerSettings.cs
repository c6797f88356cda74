namespace FundWatch.Data.Postgres;

/// <summary>Settings of the embedded server: sized to the machine, no network, safe against a crash.</summary>
internal static class ServerSettings
{
    public static string For(string socket)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        var shared = Math.Clamp(memory / 8, 128, 1024);
        return $"""
            # Written by FundWatch at every start; put settings of your own into postgresql.conf, after the include.
            listen_addresses = ''
            unix_socket_directories = '{socket}'
            unix_socket_permissions = 0700
            max_connections = 200
            shared_buffers = {shared}MB
            effective_cache_size = {Math.Max(256, memory / 2)}MB
            work_mem = 48MB
            maintenance_work_mem = {Math.Clamp(memory / 16, 64, 512)}MB
            max_wal_size = 4GB
            min_wal_size = 512MB
            checkpoint_timeout = 15min
            wal_level = minimal
            max_wal_senders = 0
            wal_buffers = 64MB
            wal_compression = off
            random_page_cost = 1.1
            jit = off
            timezone = 'Asia/Shanghai'
            log_timezone = 'Asia/Shanghai'
            log_min_messages = warning
            log_checkpoints = off
            log_line_prefix = '%m [%p] '
            lc_messages = 'C'

            """;
    }
}
