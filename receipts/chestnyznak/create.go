package chestnyznak

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// maxDocument is how long a document may be, in bytes (told by two clients).
const maxDocument = 30_000_000

// documentID is the form of the registry's ids.
var documentID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// CreateDocument signs a document and sends it (lk/documents/create). It returns the registry's id, which only means
// that the document is taken: [Client.GetDocument] tells what comes of it. group is that of all of its goods.
//
// The registry knows no key by which it would recognize a repeat, so after a lost answer the error is of class InDoubt
// and nothing is sent again: look for the document with [Client.ListDocuments] before another try.
func (c *Client) CreateDocument(ctx context.Context, group string, content Content) (string, error) {
	const op = "documents/create"
	b, err := c.encode(content)
	if err != nil {
		return "", c.fail(op, ordo.Invalid, "not sent", err)
	}
	switch {
	case strings.TrimSpace(group) == "":
		return "", c.fail(op, ordo.Invalid, "not sent: the group of goods is empty", nil)
	case len(b) > maxDocument:
		return "", c.fail(op, ordo.Invalid, "not sent: the document is longer than 30 MB: divide it", nil)
	case c.settings.Err != nil:
		return "", c.refuse(ctx, op)
	case ctx == nil || ctx.Err() != nil:
		return "", c.refuse(ctx, op)
	}
	signature, err := c.sign(ctx, op, b, true) // over exactly the bytes that are sent
	if err != nil {
		return "", err
	}
	in := struct {
		Format    string       `json:"document_format"`
		Document  []byte       `json:"product_document"` // in base64
		Type      DocumentType `json:"type"`
		Signature string       `json:"signature"`
	}{"MANUAL", b, content.Type(), signature}
	body, err := json.Marshal(in)
	if err != nil {
		return "", c.fail(op, ordo.Invalid, "not sent", err)
	}
	var out []byte
	id := ""
	r := rest.Request{
		Op: op, Method: http.MethodPost, Path: v3 + "/lk/documents/create", Query: pg(group), Body: payload(body), Repeat: rest.Never(),
		Check: func() error {
			if id = idIn(out); id == "" {
				return errors.New("the answer has no id of the document")
			}
			return nil
		},
	}
	if _, err := c.rest.Do(ctx, r, &out); err != nil {
		return "", err
	}
	return id, nil
}

// refuse returns the error that the transport has for a request that cannot be sent.
func (c *Client) refuse(ctx context.Context, op string) error {
	_, err := c.rest.Do(ctx, rest.Request{Op: op, Path: v3 + "/lk/documents/create", Method: http.MethodPost}, nil)
	return err
}

// idIn reads the id of a document, which comes as plain text or as a JSON text.
func idIn(answer []byte) string {
	text := strings.TrimSpace(string(answer))
	var quoted string
	if json.Unmarshal(answer, &quoted) == nil {
		text = strings.TrimSpace(quoted)
	}
	if !documentID.MatchString(text) {
		return ""
	}
	return text
}

// encode writes a document.
func (c *Client) encode(content Content) ([]byte, error) {
	if content == nil {
		return nil, errors.New("there is no document")
	}
	if c.nulls {
		return withNulls(content)
	}
	return json.Marshal(content)
}
