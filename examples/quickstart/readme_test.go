package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

// blocks returns the code blocks of a language in the README.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	var found []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		found = append(found, m[1])
	}
	require.NotEmpty(t, found)
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

func TestTheReadmeShowsWhatTheProgramPrints(t *testing.T) {
	t.Parallel()
	stdout, stderr := everything()
	require.Empty(t, stderr)
	for _, excerpt := range blocks(t, "text") {
		for part := range strings.SplitSeq(excerpt, "...\n") {
			require.Contains(t, stdout, part)
		}
	}
}

func TestTheReadmeShowsCodeThatRuns(t *testing.T) {
	var code string
	for _, file := range []string{"domain/service.go", "domain/wiring_test.go", "service/wiring.go", "service/serve.go", "returns/wiring.go"} {
		text, err := os.ReadFile(filepath.Join(root, "examples", file))
		require.NoError(t, err)
		code += flat(string(text)) + "\n"
	}
	for _, block := range blocks(t, "go") {
		require.Contains(t, code, flat(block))
	}
}

func TestTheReadmeNamesFilesThatExist(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	links := regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, links)
	for _, m := range links {
		require.FileExists(t, filepath.Join(root, m[1]))
	}
}
