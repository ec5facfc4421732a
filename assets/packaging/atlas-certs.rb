# The Homebrew formula. The release workflow fills in what stands between at signs.
class AtlasCerts < Formula
  desc "Browse the X.509 certificates that MongoDB Atlas issues to database users"
  homepage "https://github.com/@REPOSITORY@"
  url "https://github.com/@REPOSITORY@/archive/refs/tags/v@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"atlas-certs", "completions", shells: [:bash, :zsh, :fish])
    system bin/"atlas-certs", "man", "--all", man1
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/atlas-certs --version")
    assert_match "payments", shell_output("#{bin}/atlas-certs projects --demo")
  end
end
