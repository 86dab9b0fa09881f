package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

// readmes are the pages that the tests below compare with the programs.
var readmes = []string{"README.md", "README.ru.md", "SERVICE.md", "SERVICE.ru.md"}

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(text)
}

// blocks returns the code blocks of a page by language.
func blocks(t *testing.T, name string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, m := range regexp.MustCompile("(?ms)^```(.*?)\n(.*?)^```$").FindAllStringSubmatch(page(t, name), -1) {
		found[m[1]] = append(found[m[1]], m[2])
	}
	return found
}

// flat removes the indentation of every line, and empty lines.
func flat(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// compiled returns the Go files of the examples: each belongs to a program or a test that runs.
func compiled(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, folder := range []string{"examples", "durable/examples"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			require.NotContains(t, "\n"+string(text), "\n//go:"+"build", "%s may not be compiled", path)
			files = append(files, flat(string(text)))
			return err
		}))
	}
	return files
}

func TestTheReadmesShowWhatTheProgramPrints(t *testing.T) {
	t.Parallel()
	stdout, stderr := everything()
	require.Empty(t, stderr)
	for _, name := range readmes {
		require.True(t, strings.HasPrefix(name, "SERVICE") || len(blocks(t, name)["text"]) > 0, name)
		for _, excerpt := range blocks(t, name)["text"] {
			for part := range strings.SplitSeq(excerpt, "...\n") {
				require.Contains(t, stdout, part, name)
			}
		}
	}
}

func TestTheReadmesShowCodeThatRuns(t *testing.T) {
	files := compiled(t)
	for _, name := range readmes {
		require.GreaterOrEqual(t, len(blocks(t, name)["go"]), 3)
		for _, block := range blocks(t, name)["go"] {
			found := false
			for _, file := range files {
				found = found || strings.Contains(file, flat(block))
			}
			require.True(t, found, "%s: no example has this code:\n%s", name, block)
		}
	}
}

func TestTheReadmesNameProgramsThatExist(t *testing.T) {
	for _, name := range readmes {
		for language, all := range blocks(t, name) {
			require.Contains(t, []string{"go", "text", "sh"}, language, "%s: a block that nothing checks", name)
			for _, block := range all {
				for _, m := range regexp.MustCompile(`go run \./(\S+)`).FindAllStringSubmatch(block, -1) {
					require.FileExists(t, filepath.Join(root, m[1], "main.go"), name)
				}
			}
		}
	}
}

func TestTheReadmesLinkToFilesThatExist(t *testing.T) {
	for _, name := range readmes {
		links := regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(page(t, name), -1)
		require.NotEmpty(t, links)
		for _, m := range links {
			_, err := os.Stat(filepath.Join(root, m[1]))
			require.NoError(t, err, name)
		}
		for _, m := range regexp.MustCompile("\\[([^]]+)\\]\\(([a-z/]+)\\) `(.*_test\\.go)`").FindAllStringSubmatch(page(t, name), -1) {
			for pattern := range strings.SplitSeq(m[3], "`, `") {
				found, err := filepath.Glob(filepath.Join(root, m[2], pattern))
				require.NoError(t, err)
				require.NotEmpty(t, found, "%s: %s has no %s", name, m[2], pattern)
			}
		}
	}
}

// A page and its translation show the same code.
func TestTheReadmesAreAlike(t *testing.T) {
	for n := 0; n < len(readmes); n += 2 {
		english, russian := readmes[n], readmes[n+1]
		require.Equal(t, blocks(t, english)["go"], blocks(t, russian)["go"])
		require.Equal(t, blocks(t, english)["text"], blocks(t, russian)["text"])
		require.Equal(t, strings.Count(page(t, english), "\n## "), strings.Count(page(t, russian), "\n## "))
	}
}
