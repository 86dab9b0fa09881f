package smtptest_test

import (
	"bufio"
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
)

func ExampleServer() {
	server := smtptest.New(smtptest.Settings{})
	defer server.Close()
	c, _ := server.Dial(context.Background(), "tcp", "")
	answers := bufio.NewScanner(c)
	answers.Scan()
	fmt.Println(answers.Text())
	_, _ = c.Write([]byte("MAIL FROM:<orders@shop.example>\r\n"))
	answers.Scan()
	fmt.Println(answers.Text())
	// Output:
	// 220 mail.shop.example ESMTP
	// 503 5.5.1 Bad sequence of commands
}
