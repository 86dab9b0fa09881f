package commerceml_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

const root = "КоммерческаяИнформация"

// inRoot returns a file with a content.
func inRoot(content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><` + root + ` ВерсияСхемы="2.07" ДатаФормирования="2026-11-03T10:15:00">` + content + `</` + root + `>`
}

// inOffers returns a file with offers.
func inOffers(content string) string {
	return inRoot(`<ПакетПредложений><Ид>cat#</Ид><Предложения>` + content + `</Предложения></ПакетПредложений>`)
}

// read returns the records of a file, without the File.
func read(t *testing.T, file string) []commerceml.Record {
	t.Helper()
	records, err := readAll(file)
	require.NoError(t, err)
	require.IsType(t, &commerceml.File{}, records[0])
	return records[1:]
}

func readAll(file string) (records []commerceml.Record, err error) {
	for r, err := range commerceml.NewReader(strings.NewReader(file)).Records() {
		if err != nil {
			return records, err
		}
		records = append(records, r)
	}
	return records, nil
}

// of returns the records of one type.
func of[T commerceml.Record](records []commerceml.Record) (out []T) {
	for _, r := range records {
		if r, ok := r.(T); ok {
			out = append(out, r)
		}
	}
	return out
}

// written returns a file of records.
func written(t *testing.T, f commerceml.File, records ...commerceml.Record) string {
	t.Helper()
	var out bytes.Buffer
	w := commerceml.NewWriter(&out, f)
	for _, r := range records {
		require.NoError(t, w.Write(r))
	}
	require.NoError(t, w.Close())
	return out.String()
}

func ansi(t *testing.T, file string) string {
	t.Helper()
	out, err := charmap.Windows1251.NewEncoder().String(strings.Replace(file, `encoding="UTF-8"`, `encoding="windows-1251"`, 1))
	require.NoError(t, err)
	return out
}
