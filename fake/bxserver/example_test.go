package bxserver_test

import (
	"fmt"
	"io"
	"net/http"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

func Example() {
	s := bxserver.New(bxserver.Settings{})
	defer s.Close()
	s.AddUser(1, true)
	s.AddWebhook(1, "secret", "crm")
	s.Handle("crm.currency.base.get", bxserver.Method{Scope: "crm", Run: func(*bxserver.Call) (any, error) { return "RUB", nil }})

	client := http.Client{Transport: s.Transport()}
	resp, err := client.Get("https://portal.example/rest/1/wrong/crm.currency.base.get")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(resp.StatusCode, string(body))
	// Output: 401 {"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}
}
