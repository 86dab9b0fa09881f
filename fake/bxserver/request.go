package bxserver

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// readRequest merges the query and the body of a request, as the server does: the body wins. A body that cannot be read
// is dropped without a word.
func readRequest(r *http.Request) *Map {
	params := ParseForm(r.URL.RawQuery)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return params
	}
	for k, v := range readBody(r.Header.Get("Content-Type"), body).All() {
		params.Set(k, v)
	}
	return params
}

func readBody(contentType string, body []byte) *Map {
	kind, p, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "application/json":
		v, err := decodeJSON(body)
		if err != nil {
			return nil
		}
		m, _ := AsMap(v)
		return m
	case "multipart/form-data":
		return readMultipart(multipart.NewReader(strings.NewReader(string(body)), p["boundary"]))
	case "application/x-www-form-urlencoded":
		return ParseForm(string(body))
	}
	return nil
}

// readMultipart reads fields; a file becomes its name and its content in base64, as methods take files.
func readMultipart(r *multipart.Reader) *Map {
	root := &node{}
	for {
		part, err := r.NextPart()
		if err != nil {
			return root.done()
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return root.done()
		}
		path := splitName(part.FormName())
		if part.FileName() == "" {
			root.put(path, string(content))
			continue
		}
		root.put(append(path, "fileData", "0"), part.FileName())
		root.put(append(path, "fileData", "1"), base64.StdEncoding.EncodeToString(content))
	}
}
