package texts

import "github.com/ordo-sdk/ordo"

// classWords says what the class of a failed call means and what to do.
func classWords() map[any]word {
	return map[any]word{
		ordo.Retry: {
			"система сейчас не отвечает, попытка повторится",
			"система зараз не відповідає, спроба повториться",
			"system teraz nie odpowiada, próba zostanie powtórzona",
		},
		ordo.RateLimited: {
			"слишком много запросов, попытка повторится позже",
			"забагато запитів, спроба повториться пізніше",
			"zbyt wiele zapytań, próba zostanie powtórzona później",
		},
		ordo.Auth: {
			"нет доступа, проверьте данные для входа и права",
			"немає доступу, перевірте дані для входу та права",
			"brak dostępu, sprawdź dane logowania i uprawnienia",
		},
		ordo.Invalid: {
			"данные не подходят, исправьте их",
			"дані не підходять, виправте їх",
			"dane są nieprawidłowe, popraw je",
		},
		ordo.NotFound: {
			"там этого нет",
			"там цього немає",
			"nie ma tego w systemie",
		},
		ordo.Conflict: {
			"состояние там этого не допускает",
			"стан там цього не допускає",
			"stan w systemie na to nie pozwala",
		},
		ordo.Unsupported: {
			"это там не поддерживается",
			"це там не підтримується",
			"to nie jest tam obsługiwane",
		},
		ordo.InDoubt: {
			"ответ не получен, проверьте, выполнено ли это",
			"відповідь не отримано, перевірте, чи це виконано",
			"brak odpowiedzi, sprawdź, czy zostało to wykonane",
		},
	}
}
