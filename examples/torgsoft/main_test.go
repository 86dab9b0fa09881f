package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDocumentsInAFolderLeadAnOrder(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	require.NoError(t, play(t.Context(), dir, &out), out.String())
	for _, want := range []string{
		`{"sku":"41207","warehouse":"5","quantity":"2"}`, "left out: 41209 Блюдце: it has no price", "lands as remote order", "lands as invoice",
		"rz-1/910000005 lands as remote order", "for Torgsoft: PurchaseClient_910000005.json", "waybill 91 of order 910000005: sent 20450", "at ROZETKA: 6 Посылка получена", `not applied: torgsoft: line 3: column "State" has "потерян"`,
	} {
		require.Contains(t, out.String(), want)
	}
	require.FileExists(t, filepath.Join(dir, "rozetka.xml"))
	require.NotContains(t, out.String(), dir)
}

func TestTheGoodsOfOnesOwnFolder(t *testing.T) {
	dir := t.TempDir()
	own := "GoodID;GoodName;RetailPrice;GoodTypeFull;WarehouseQuantity\r\n7;Ложка;30,5;Посуда;4\r\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "TSGoods.trs"), []byte(own), 0o600))
	for range 2 { // the second time everything is there already
		var out, errs bytes.Buffer
		require.Zero(t, run([]string{"-dir", dir}, &out, &errs), "%s%s", out.String(), errs.String())
		require.Contains(t, out.String(), "here: completed, 30.50 UAH  at ROZETKA: 6 Посылка получена")
	}
}

func TestTheProgram(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(nil, &out, &errs), errs.String())
	require.Empty(t, errs.String())
	require.NotEmpty(t, out.String())
	require.Zero(t, run([]string{"-h"}, &out, &errs))
	require.Equal(t, 2, run([]string{"-v"}, &out, &errs))
	require.Equal(t, 2, run([]string{"folder"}, &out, &errs))
	require.Contains(t, errs.String(), `unexpected argument "folder"`)
	require.Equal(t, 1, run([]string{"-dir", filepath.Join(t.TempDir(), "none")}, &out, &errs))
	require.Equal(t, 1, run(nil, broken{}, &errs))
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }
