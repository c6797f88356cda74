namespace FundWatch.Jobs;

/// <summary>A job and when it runs.</summary>
/// <param name="Name">Stable; what <c>fundwatch run</c> takes and runs are recorded under.</param>
/// <param name="Cron">Minute, hour, day, month, weekday in Shanghai; null: only when asked for.</param>
/// <param name="NeedsSubject">True where each run is about one thing, named behind the job: <c>load-file/12</c>. Runs about different things may go on at once.</param>
/// <param name="Work">A work that other jobs or commands do too, one at a time (<see cref="Data.Postgres.SessionLock.OfWork"/>); the job finds it done for it alone.</param>
public sealed record ScheduledJob(string Name, Type Type, string? Cron, string TitleZh, string TitleEn, bool NeedsSubject = false, string? Work = null);
