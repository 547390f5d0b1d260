import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Link } from 'react-router';
import { Menu, MenuItem, MenuLabel, MenuSeparator, menuItemLook } from '@/components/Menu';
import { toast } from '@/components/toast';
import { sessionQuery, useLogOut } from '@/features/session/api';
import { setTheme, type Theme, useTheme } from '@/lib/theme';

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
];

/** Who is signed in: account, theme, log out. */
export default function AccountMenu() {
  const { data: session } = useQuery(sessionQuery);
  const theme = useTheme();
  const logOut = useLogOut();
  const name = session?.user.username ?? '';
  return (
    <Menu
      align="start"
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={`Account: ${name}`}
          className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-lg px-2.5 text-left text-soft hover:bg-muted hover:text-fg max-lg:h-11"
        >
          <UserRound aria-hidden className="size-4.5 shrink-0" />
          <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0" />
        </button>
      }
    >
      <MenuItem asChild>
        <Link to="/settings/account">
          <UserRound aria-hidden />
          Account
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <DropdownMenu.RadioItem
            key={value}
            value={value}
            onSelect={(event) => event.preventDefault()}
            className={`${menuItemLook} data-[state=checked]:font-medium data-[state=checked]:text-link data-[state=checked]:[&_svg]:text-link`}
          >
            <Icon aria-hidden />
            {label}
            <DropdownMenu.ItemIndicator className="ml-auto size-1.5 rounded-full bg-accent" />
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
      <MenuSeparator />
      <MenuItem
        icon={LogOut}
        onSelect={() => logOut.mutate(undefined, { onError: (error) => toast.error('You are still logged in', error) })}
      >
        Log out
      </MenuItem>
    </Menu>
  );
}
