"""The templates of generated pages: files of one folder, every value escaped, nothing run."""

from collections.abc import Callable
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.base.errors import ConfigError, Problem


def page_templates(folder: Path) -> jinja2.Environment:
    """Give the templates of a folder; what they include must lie in it as well.

    Filling one in raises ``ConfigError`` when it includes another file.
    """
    return ImmutableSandboxedEnvironment(
        loader=_WithinFolder(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )


class _WithinFolder(jinja2.FileSystemLoader):
    """Reads files below one folder; jinja2 itself refuses ``..`` and follows links."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder.resolve()

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template.

        Raises:
            ConfigError: it does not lie in the folder, or is a link that leads out of it.
            jinja2.TemplateNotFound: there is no such file.
        """
        path = self._folder / template
        if not path.resolve().is_relative_to(self._folder):
            problem = "模板不在模板文件夹里，没有读取"
            raise ConfigError(
                [Problem(template, 1, 1, problem, "请把它复制到这个文件夹，不要用链接")]
            )
        return super().get_source(environment, template)
