package bitrix24

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
)

// File is a file to be written. It goes as ["name", "base64"], the form of items and comments.
type File struct {
	Name    string
	Content []byte
}

// MarshalJSON implements json.Marshaler.
func (f File) MarshalJSON() ([]byte, error) {
	return json.Marshal([]string{path.Base("/" + f.Name), base64.StdEncoding.EncodeToString(f.Content)})
}

// Contents are several files as one value: always a list of lists.
func Contents(files []File) []File { return files }

// FileLink is a file in a user field of an item. Written back in a multiple field, its id keeps it; files that are not
// in the list are deleted.
type FileLink struct {
	ID      int64      `json:"id"`
	URL     string     `json:"url,omitempty"`        // needs a browser session
	Machine string     `json:"urlMachine,omitempty"` // signed, for programs
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// Keep is the file as it is written back, so that it stays.
func (f FileLink) Keep() map[string]int64 { return map[string]int64{"id": f.ID} }

// Download reads a file of an item, at most limit bytes. The link is signed, and asked for as it is; some portals want
// the headers of a browser. Without hc it goes through the client's own.
func (c *Client) Download(ctx context.Context, hc *http.Client, f FileLink, limit int64) ([]byte, error) {
	const op = "download"
	u, err := url.Parse(f.Machine)
	if err != nil || u.Host == "" || u.Scheme != "https" {
		return nil, c.invalid(op, "the file has no https link for programs: read the item by GetItem")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.Machine, http.NoBody)
	if err != nil {
		return nil, c.rest.Fail(op, ordo.Invalid, "the link cannot be read", errors.New("no address"))
	}
	r.Header.Set("Accept", "*/*")
	r.Header.Set("Accept-Language", "ru")
	r.Header.Set("Referer", c.rest.Address()+"/")
	if hc == nil {
		hc = c.http
	}
	c.rest.Hide(u.RawQuery)
	resp, err := hc.Do(r)
	if err != nil {
		return nil, c.rest.Fail(op, ordo.Retry, "", err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	b, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, c.rest.Fail(op, ordo.Retry, "the file broke off", err)
	case resp.StatusCode != http.StatusOK:
		return nil, c.rest.Fail(op, ordo.Retry, fmt.Sprintf("the portal answers %d: read the item again for a fresh link", resp.StatusCode), nil)
	case int64(len(b)) > limit:
		return nil, c.rest.Fail(op, ordo.Invalid, fmt.Sprintf("the file is longer than %d bytes", limit), nil)
	}
	return b, nil
}
