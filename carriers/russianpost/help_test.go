package russianpost_test

import (
	"encoding/json"
	"io"
	"log/slog"
)

type jsonRaw = json.RawMessage

func debugLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
