namespace FundWatch.Samples.World;

/// <summary>A place to eat that is paid: a designated canteen on the platform, or a hotel.</summary>
/// <param name="Code">The canteen's code on the platform; empty for a hotel.</param>
/// <param name="Fee">What every diner pays by QR for lunch or dinner (同餐同价).</param>
public sealed record Canteen(string Code, string Name, Region Region, string Operator, string Account, decimal Fee);
